import { useTexts } from '../language';
import { Dialog } from '../parts/Dialog';

export default function KeysHelp({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const k = t.keys;
  const groups: [string, [string, string[]][]][] = [
    [
      k.everywhere,
      [
        [k.palette, ['Ctrl', 'K']],
        [k.previousChat, ['Alt', '↑']],
        [k.nextChat, ['Alt', '↓']],
        [k.nextUnread, ['Alt', 'Shift', '↓']],
        [k.escape, ['Esc']],
        [k.help, ['?']],
      ],
    ],
    [
      k.inComposer,
      [
        [k.send, ['Enter']],
        [k.newLine, ['Shift', 'Enter']],
        [k.edit, ['↑']],
      ],
    ],
    [
      k.inMessages,
      [
        [k.messages, ['↑', '↓']],
        [k.reply, ['R']],
        [k.edit, ['E']],
        [k.react, ['A']],
        [k.thread, ['T']],
        [k.pin, ['P']],
        [k.remove, ['Delete']],
      ],
    ],
  ];
  return (
    <Dialog title={k.title} onClose={onClose}>
      {groups.map(([group, rows]) => (
        <section key={group} className="keys">
          <h3>{group}</h3>
          <dl>
            {rows.map(([what, keys]) => (
              <div key={what + keys.join()}>
                <dt>{what}</dt>
                <dd>
                  {keys.map((each) => (
                    <kbd key={each}>{each}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
