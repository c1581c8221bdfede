/**
 * Why this file exists: the renderer's only way to main. A transport carries messages; the client
 * numbers them, types them by the contract and turns failures into `RequestError`s.
 */
import type {
  Answer,
  ClientMessage,
  EventMessage,
  EventName,
  EventPayload,
  RequestInput,
  RequestName,
  RequestOutput,
  WireError,
} from '../../../shared/contract.ts';
import {
  goodImagePath,
  imagePath,
  mediaPath,
  resultMapPath,
  tilePath,
  type ImageMediaKind,
  type MapLayer,
  type MediaKind,
} from '../../../shared/media.ts';

export type ConnectionState = 'connecting' | 'open' | 'lost';

/** What carries messages: the Electron bridge, a WebSocket, or a test's own. */
export interface Transport {
  /** Resolves to the answer; rejects with a RequestError when the connection goes away. */
  send: (message: ClientMessage) => Promise<Answer>;
  onEvent: (listener: (event: EventMessage) => void) => () => void;
  state: () => ConnectionState;
  onState: (listener: () => void) => () => void;
  /** What stands before a media path. */
  mediaOrigin: string;
}

/** A request that failed: the three parts every failure has. */
export class RequestError extends Error {
  readonly code: string;
  readonly nextStep: string;

  constructor({ code, sentence, nextStep }: WireError) {
    super(sentence);
    this.name = 'RequestError';
    this.code = code;
    this.nextStep = nextStep;
  }
}

export interface Client {
  /** Sends a request of the contract. Rejects with a RequestError. */
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>>;
  /** Calls `listener` at each event of one stream, until the returned function is called. */
  onEvent: <N extends EventName>(
    name: N,
    listener: (payload: EventPayload<N>) => void,
  ) => () => void;
  /** The address of the bytes of a report's image. */
  mediaUrl: (reportId: string, kind: MediaKind, index: number) => string;
  /** The addresses of the catalog's bytes; see shared/media.ts. */
  media: {
    image: (imageId: number, kind: ImageMediaKind) => string;
    tile: (imageId: number, level: number, column: number, row: number) => string;
    map: (modelId: number, imageId: number, layer: MapLayer) => string;
    good: (modelId: number, index: number) => string;
  };
  state: () => ConnectionState;
  onState: (listener: () => void) => () => void;
}

/** A client over `transport`. */
export function createClient(transport: Transport): Client {
  let nextId = 0;
  const at = (path: string): string => `${transport.mediaOrigin}${path}`;
  return {
    request: async <N extends RequestName>(name: N, input: RequestInput<N>) => {
      const { result } = await transport.send({ kind: 'request', id: nextId++, name, input });
      if (!result.ok) throw new RequestError(result.error);
      // Main built it from the same table; the contract's tests hold both to it.
      return result.output as RequestOutput<N>;
    },
    onEvent: <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) =>
      transport.onEvent((event) => {
        // As with answers: main built it from the same table.
        if (event.name === name) listener(event.payload as EventPayload<N>);
      }),
    mediaUrl: (reportId, kind, index) => at(mediaPath(reportId, kind, index)),
    media: {
      image: (imageId, kind) => at(imagePath(imageId, kind)),
      tile: (imageId, level, column, row) => at(tilePath(imageId, level, column, row)),
      map: (modelId, imageId, layer) => at(resultMapPath(modelId, imageId, layer)),
      good: (modelId, index) => at(goodImagePath(modelId, index)),
    },
    state: () => transport.state(),
    onState: (listener) => transport.onState(listener),
  };
}
