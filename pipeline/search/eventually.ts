/**
 * Values that are known at once of some models and have to be waited for of others. A search decides millions of times on
 * an MLP whose logits are at hand: a promise for each would cost more than the decision.
 */

/** A value, or one that is waited for. */
export type Eventually<Value> = Value | Promise<Value>;

/** What `then` makes of `value`: at once where it is known. */
export function whenKnown<Value, Result>(
  value: Eventually<Value>,
  then: (known: Value) => Eventually<Result>,
): Eventually<Result> {
  return value instanceof Promise ? value.then(then) : then(value);
}
