/** Why this file exists: a modal dialog: title, content, buttons; Escape and the cross close it. */
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { strings } from '../strings/index.ts';
import { IconButton } from './Button.tsx';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: 'small' | 'normal' | 'wide';
  /** `alertdialog` for a warning that must be answered. */
  role?: 'dialog' | 'alertdialog';
}

/** Mount it to open it. */
export function Dialog({
  title,
  onClose,
  children,
  size = 'normal',
  role = 'dialog',
}: DialogProps) {
  return (
    <ModalOverlay
      className="overlay"
      isOpen
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`modal modal-${size}`}>
        <AriaDialog className="dialog" role={role}>
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label={strings.common.close} onClick={onClose} />
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The buttons at a dialog's foot; the main one comes last. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <footer className="dialog-buttons">{children}</footer>;
}
