import { PathLink } from '../../ui/route/Link';
import { placePath } from '../route';

/** A user by his name, or by his id where that is not known. */
export const UserLink = ({ id, names }: { id: string; names: ReadonlyMap<string, string> }) => (
  <PathLink path={placePath({ page: 'users', id })}>{names.get(id) || id}</PathLink>
);
