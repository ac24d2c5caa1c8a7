import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useTexts } from '../language';
import { Button } from './Button';
import { Empty } from './Empty';

interface BoundaryProps {
  children: ReactNode;
}

/** Keeps a fault of one part from taking the whole page with it. */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError = () => ({ failed: true });

  override render() {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const t = useTexts();
  return (
    <Empty icon={TriangleAlert} title={t.broken}>
      <Button look="primary" onClick={() => location.reload()}>
        {t.reload}
      </Button>
    </Empty>
  );
}
