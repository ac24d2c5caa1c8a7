import { useState } from 'react';

interface AvatarProps {
  id: string;
  name: string;
  url?: string | null;
  size?: number;
  online?: boolean;
}

/** A picture, or the first letter on a colour that belongs to the id. The name stands beside it, so it is not read. */
export function Avatar({ id, name, url, size = 40, online = false }: AvatarProps) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const style = { width: size, height: size, fontSize: size * 0.42, background: colourOf(id) };
  return (
    <span className="avatar" style={style} aria-hidden>
      {url && url.startsWith('https://') && url !== failedUrl ? (
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => setFailedUrl(url)}
        />
      ) : (
        initialOf(name)
      )}
      {online && <span className="online" />}
    </span>
  );
}

/** Each is dark enough for white letters. */
const colours = ['#4059ad', '#7a4aa8', '#a63d6d', '#b0483a', '#8a5a12', '#3f7a32', '#12757a', '#4f6272'];

function colourOf(id: string): string {
  let sum = 0;
  for (const digit of id) sum = (sum * 31 + digit.charCodeAt(0)) % 65_521;
  return colours[sum % colours.length]!;
}

/** A whole character, also where it takes several UTF-16 units. */
const initialOf = (name: string): string => [...name.trim()][0]?.toLocaleUpperCase() ?? '·';
