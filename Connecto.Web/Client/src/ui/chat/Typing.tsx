import { useTexts } from '../language';
import { useCell } from '../useCell';
import { useTalk } from './TalkContext';
import { useTalkState } from './useTalkState';

const named = 2;

export function Typing() {
  const t = useTexts();
  const { channel } = useTalk();
  const { names } = useTalkState();
  const typing = useCell(channel.typing);
  const known = typing.map((id) => names.get(id) || t.someone);
  return (
    <p className="typing quiet clip" data-typing={typing.length}>
      {typing.length > 0 && t.talk.typing(known.slice(0, named), Math.max(0, known.length - named))}
    </p>
  );
}
