/** How a screen is looked at. */
export interface Look {
  language: 'ko' | 'en';
  colorScheme: 'light' | 'dark';
  size: 'desktop' | 'phone';
}

const all = (['ko', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    (['desktop', 'phone'] as const).map((size): Look => ({ language, colorScheme, size })),
  ),
);

/** Two that have each language, colours and size once; all eight where `CONNECTO_LOOKS` is `all`. */
export const looks: Look[] =
  process.env.CONNECTO_LOOKS === 'all'
    ? all
    : [
        { language: 'ko', colorScheme: 'light', size: 'phone' },
        { language: 'en', colorScheme: 'dark', size: 'desktop' },
      ];
