'use client';

import { Modal as MantineModal, type ModalProps } from '@mantine/core';
import { useEffect } from 'react';

/** What opened a dialog: the focused element, or the button of the menu that held it, which is gone by now. */
function openerOf(active: Element | null): Element | null {
  const menu = active?.closest('[role="menu"]');
  return menu ? document.querySelector(`[aria-controls="${menu.id}"]`) : active;
}

/** A dialog that gives the focus back to what opened it, also when it is taken out of the page rather than closed. */
export function Modal(props: ModalProps) {
  useEffect(() => {
    const opener = openerOf(document.activeElement);
    return () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && opener instanceof HTMLElement && opener.isConnected)
        opener.focus({ preventScroll: true });
    };
  }, []);
  return <MantineModal {...props} />;
}
