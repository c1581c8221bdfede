/** Why this file exists: a hint that the keyboard reaches too, unlike `title`. */
import type { ReactNode } from 'react';
import { Focusable, Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';

/** `children` must be one element that takes the focus. */
export function Tooltip({ text, children }: { text: string; children: React.ReactElement }) {
  return (
    <TooltipTrigger delay={400}>
      <Focusable>{children as never}</Focusable>
      <AriaTooltip className="tooltip" offset={6}>
        {text as ReactNode}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
