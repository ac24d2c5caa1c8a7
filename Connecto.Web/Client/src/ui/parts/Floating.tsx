import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

interface FloatingProps {
  /** What it belongs to and stands beside. */
  anchor: Element | DOMRect;
  label: string;
  role?: 'menu' | 'dialog' | 'listbox';
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

const marginPx = 8;

/** Something small beside its anchor, within the window; Escape and a press outside close it and give the focus back. */
export function Floating({ anchor, label, role = 'dialog', className = '', onClose, children }: FloatingProps) {
  const element = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    place(element.current!, anchor instanceof Element ? anchor.getBoundingClientRect() : anchor);
  }, [anchor]);

  useEffect(() => {
    const before = document.activeElement;
    const self = element.current!;
    const first = self.querySelector<HTMLElement>('[role=menuitem], input, button');
    (first ?? self).focus();
    const onPress = (event: Event) => {
      if (!self.contains(event.target as Node)) close.current();
    };
    document.addEventListener('pointerdown', onPress, true);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      if (self.contains(document.activeElement) || document.activeElement === document.body) {
        (before as HTMLElement | null)?.focus?.();
      }
    };
  }, []);

  return createPortal(
    <div
      ref={element}
      role={role}
      aria-label={label}
      tabIndex={-1}
      className={`floating ${className}`}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape' || event.key === 'Tab') close.current();
      }}
    >
      {children}
    </div>,
    document.body,
  );
}

/** Below the anchor where there is room, else above it. */
function place(element: HTMLElement, anchor: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = element;
  const below = anchor.bottom + 4;
  const fits = below + height + marginPx <= window.innerHeight;
  const top = fits ? below : Math.max(marginPx, anchor.top - height - 4);
  const left = Math.min(Math.max(marginPx, anchor.right - width), window.innerWidth - width - marginPx);
  element.style.top = `${top}px`;
  element.style.left = `${left}px`;
  element.style.setProperty('--room', `${window.innerHeight - top - marginPx}px`);
}
