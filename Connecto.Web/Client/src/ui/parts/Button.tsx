import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  icon?: LucideIcon;
  wide?: boolean;
}

/** A button with a text; a plain `button` unless `type` says that it submits. */
export function Button({ look = 'plain', icon: Icon, wide, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={wide ? 'button wide' : 'button'} data-look={look} {...rest}>
      {Icon && <Icon size={18} aria-hidden />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does: told to who cannot see the icon, and shown when it is pointed at. */
  label: string;
  icon: LucideIcon;
}

export function IconButton({ label, icon: Icon, className = '', ...rest }: IconButtonProps) {
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
      <Icon size={20} aria-hidden />
    </button>
  );
}
