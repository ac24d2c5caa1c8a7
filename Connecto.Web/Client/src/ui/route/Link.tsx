import type { ComponentProps } from 'react';
import { pathOf, type Route } from './route';
import { go } from './useRoute';

interface LinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  to: Route;
}

/** A link within the client: it can be opened in a tab of its own as any other. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  return (
    <a
      href={pathOf(to)}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
      {...rest}
    />
  );
}
