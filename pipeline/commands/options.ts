/** What an option of a command is, and the type of the values that a command line gives to a table of them. */

/** An option. One without a type is a word, of `choices` where there are any. */
export interface Option {
  readonly type?: 'string' | 'number' | 'boolean';
  /** The words that it takes. */
  readonly choices?: readonly string[];
  /** Whether it takes several values: `--set a b`. */
  readonly array?: boolean;
  /** Its value where it is not given. */
  readonly default?: string | number | boolean | readonly string[];
  /** Whether it has to be given. */
  readonly demandOption?: boolean;
  /** What --help says of it. */
  readonly describe: string;
  /** The heading below which --help lists it, where it is not "Options:". */
  readonly group?: string;
}

/** The options of a command, by name. */
export type OptionTable = Readonly<Record<string, Option>>;

type Single<One extends Option> = One extends { readonly type: 'boolean' }
  ? boolean
  : One extends { readonly type: 'number' }
    ? number
    : One extends { readonly choices: readonly (infer Choice)[] }
      ? Choice
      : string;

type Value<One extends Option> = One extends { readonly array: true } ? Single<One>[] : Single<One>;

/** An option that always has a value, whether it is given or not. */
type Settled =
  | { readonly default: string | number | boolean | readonly string[] }
  | { readonly demandOption: true };

/** The values that a command line gives to the options of `Table`. */
export type Given<Table extends OptionTable> = {
  -readonly [Name in keyof Table]: Table[Name] extends Settled
    ? Value<Table[Name]>
    : Value<Table[Name]> | undefined;
};
