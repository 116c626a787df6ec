import { convert } from 'html-to-text'

/** The words of a page as one reads them: tables as rows, links with their addresses, no pictures and no scripts. */
export const htmlText = (html: string): string =>
  convert(withoutWideCells(html), {
    wordwrap: false,
    limits: { maxDepth: 200, maxInputLength: MOST_HTML },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false, noAnchorUrl: true } },
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, maxColumnWidth: 60 } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(selector => ({ selector, options: { uppercase: false } })),
    ],
  }).trim()

/** A cell that claims to be as wide as a million others makes a row of that many, which ends the whole program. */
const withoutWideCells = (html: string): string => html.replaceAll(WIDE, 'data-span')

/** Whatever is not plainly a small number: `1e9` is a large one too. */
const WIDE = /\b(?:col|row)span(?=\s*=)(?!\s*=\s*(?:"\d{1,2}"|'\d{1,2}'|\d{1,2}(?=[\s/>])))/gi

const MOST_HTML = 16 * 1024 * 1024

/** True for text that is a page, whatever its name says. */
export const isHtml = (text: string): boolean =>
  /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype html|html)[\s>]/i.test(text)
