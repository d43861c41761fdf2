/** What the pictures are drawn in: the colours of the learner's plots. */
export const ink = '#1F2933'
export const softInk = '#52606D'
export const faint = '#B9C4CE'
export const [blue, orange, green] = ['#0072B2', '#D55E00', '#009E73'] as const

/** What these, white paper and the plots' axes become where the reader's theme is dark. */
const inTheDark: Readonly<Record<string, string>> = {
  white: '#0D1117',
  [ink]: '#E6EDF3',
  [softInk]: '#9AA7B4',
  [faint]: '#55616E',
  [blue]: '#58B4F0',
  [orange]: '#F0883E',
  [green]: '#3FC79A',
  '#E4E9EE': '#252C35',
  '#9AA5B1': '#5B6673',
}

/** A picture of its own making on white paper, with its title; `text` without a fill is ink. */
export const card = (title: string, width: number, height: number, body: string): string =>
  inBothThemes(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `font-family="system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif" font-size="13">` +
      `<rect width="${width}" height="${height}" fill="white"/>` +
      `<text x="24" y="32" font-size="16" font-weight="600" fill="${ink}">${title}</text>${body}</svg>\n`,
  )

/** The same picture, which takes the dark colours where the page it is shown in is dark. */
export function inBothThemes(svg: string): string {
  const rules = Object.entries(inTheDark).flatMap(([light, dark]) =>
    ['fill', 'stroke'].map((paint) => `[${paint}="${light}"]{${paint}:${dark}}`),
  )
  return svg.replace('>', `><style>@media (prefers-color-scheme:dark){${rules.join('')}}</style>`)
}
