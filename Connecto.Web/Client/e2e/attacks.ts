/** Each sets `window.owned` where it is read as anything but text. */
export const attacks = [
  '<script>window.owned = 1</script>',
  '<img src=x onerror="window.owned = 1">',
  '"><svg onload="window.owned = 1">',
  "'><iframe srcdoc='<script>parent.owned = 1</script>'></iframe>",
  '[x](javascript:window.owned=1)',
  'javascript:window.owned=1',
  '`<img src=x onerror=window.owned=1>`',
  '**<b onmouseover="window.owned=1">bold</b>**',
  '```\n</code><script>window.owned = 1</script>\n```',
  '> <details open ontoggle=window.owned=1>',
  '- <math><mi xlink:href="javascript:window.owned=1">x</mi></math>',
  'https://example.org/"onmouseover="window.owned=1',
  '&lt;script&gt;window.owned = 1&lt;/script&gt;',
  '{{constructor.constructor("window.owned=1")()}}',
];
