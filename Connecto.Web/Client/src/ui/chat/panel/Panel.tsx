import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTexts } from '../../language';
import { IconButton } from '../../parts/Button';
import { type PanelView, useTalk } from '../TalkContext';
import { AboutPanel } from './AboutPanel';
import { MembersPanel } from './MembersPanel';
import { PinsPanel } from './PinsPanel';
import { ReadersPanel } from './ReadersPanel';
import { SearchPanel } from './SearchPanel';
import { ThreadPanel } from './ThreadPanel';

interface PanelProps {
  view: PanelView;
  name: string;
  onClose: () => void;
}

/** What stands beside the conversation, or over it on a phone. Escape closes it. */
export function Panel({ view, name, onClose }: PanelProps) {
  const t = useTexts();
  const { write } = useTalk();
  const element = useRef<HTMLElement>(null);

  useEffect(() => {
    // A field that has the focus brings up a phone's keyboard, so only where one came to write.
    const field = view.kind === 'search' ? element.current?.querySelector('input') : null;
    (field ?? element.current)?.focus();
  }, [view.kind]);

  const close = () => {
    onClose();
    write();
  };
  return (
    <aside
      ref={element}
      className="panel"
      aria-label={t.panel[view.kind]}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && close()}
    >
      <header>
        <h2>{t.panel[view.kind]}</h2>
        <IconButton label={t.close} icon={X} onClick={close} />
      </header>
      <div className="panel-body">
        <Body view={view} name={name} />
      </div>
    </aside>
  );
}

function Body({ view, name }: { view: PanelView; name: string }) {
  switch (view.kind) {
    case 'members':
      return <MembersPanel />;
    case 'pins':
      return <PinsPanel />;
    case 'search':
      return <SearchPanel />;
    case 'about':
      return <AboutPanel name={name} />;
    case 'thread':
      return <ThreadPanel key={view.seq} seq={view.seq} />;
    case 'readers':
      return <ReadersPanel key={view.seq} seq={view.seq} />;
  }
}
