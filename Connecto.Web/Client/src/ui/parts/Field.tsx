import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';

interface FieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  label: string;
  value: string;
  onText: (text: string) => void;
}

/** One line of text under its label. */
export function Field({ label, onText, ...rest }: FieldProps) {
  return (
    <label className="field">
      {label}
      <input className="input" onChange={(event) => onText(event.target.value)} {...rest} />
    </label>
  );
}

/** What narrows or fetches a list; its label is read, not shown. */
export function SearchField({ label, onText, ...rest }: FieldProps) {
  return (
    <div className="searching">
      <Search size={16} aria-hidden />
      <input
        type="search"
        className="input"
        aria-label={label}
        placeholder={label}
        onChange={(event) => onText(event.target.value)}
        {...rest}
      />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChoice: (value: T) => void;
  disabled?: boolean;
}

/** One of a few. */
export function Choice<T extends string>({ label, value, options, onChoice, disabled }: ChoiceProps<T>) {
  return (
    <label className="field">
      {label}
      <select
        className="input"
        value={value}
        disabled={disabled}
        onChange={(event) => onChoice(event.target.value as T)}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SwitchProps {
  label: string;
  hint?: string;
  on: boolean;
  onSwitch: (on: boolean) => void;
  disabled?: boolean;
}

/** Something that is on or off, and changes at once. */
export function Switch({ label, hint, on, onSwitch, disabled }: SwitchProps) {
  return (
    <label className="switch">
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        disabled={disabled}
        onChange={(event) => onSwitch(event.target.checked)}
      />
    </label>
  );
}
