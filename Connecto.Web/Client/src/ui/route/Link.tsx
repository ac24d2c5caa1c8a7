import type { ComponentProps } from 'react';
import { pathOf, type Route } from './route';
import { goTo } from './useRoute';

interface LinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  to: Route;
}

/** A link within the client. */
export const Link = ({ to, ...rest }: LinkProps) => <PathLink path={pathOf(to)} {...rest} />;

interface PathLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  path: string;
}

/** A link that loads no page anew: it can be opened in a tab of its own as any other. */
export function PathLink({ path, onClick, ...rest }: PathLinkProps) {
  return (
    <a
      href={path}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        goTo(path);
      }}
      {...rest}
    />
  );
}
