/** Numbers as people's programs write them into tables: `8`, `8.0`, `8,0`, `1,200`, `1.2E+03`, `75%`. */

/** What parts the whole from the fraction where a table was written. */
export type DecimalMark = '.' | ',';

/** The number, a comma or a point before its fraction; null where the text is none. */
export function readDecimal(text: string): number | null {
  const pointed = text.replace(',', '.');
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(pointed) ? Number(pointed) : null;
}

/** The same of a number whose thousands may be grouped, by spaces, apostrophes or what is not the decimal mark. */
export function readGrouped(text: string, decimalMark: DecimalMark): number | null {
  const mark = decimalMark === '.' ? ',' : '\\.';
  const fraction = decimalMark === '.' ? '\\.' : ',';
  const grouped = new RegExp(`^[1-9]\\d{0,2}([\\s'’${mark}])\\d{3}(\\1\\d{3})*(${fraction}\\d+)?$`).exec(
    text,
  );
  return readDecimal(grouped === null ? text : text.replaceAll(grouped[1]!, ''));
}
