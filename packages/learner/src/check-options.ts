import { OnecycleError } from '@onecycle/tensor-core'

/** What the value of an option must be like. */
export interface OptionRule {
  fits(value: unknown): boolean
  /** For the message: "expected ...". */
  readonly expected: string
}

/**
 * Refuses option names that nobody knows (a misspelt option must not be ignored) and values out of range.
 * An option that is undefined is not there.
 *
 * @param name of the callback or metric, for the message
 * @param rules one for each option there is
 * @example checkOptions('earlyStopping', options, { monitor: text, patience: integerFrom(1) })
 * @throws OnecycleError `BAD_OPTION`
 */
export function checkOptions(
  name: string,
  options: object,
  rules: Readonly<Record<string, OptionRule>>,
): void {
  for (const [option, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, option) ? rules[option] : undefined
    if (!rule) {
      const known = Object.keys(rules)
      throw new OnecycleError('BAD_OPTION', `${name} has no option "${option}"; it has ${known.join(', ')}`, {
        name,
        option,
        known,
      })
    }
    if (value !== undefined && !rule.fits(value)) {
      const shown = typeof value === 'string' ? `"${value}"` : String(value)
      throw new OnecycleError('BAD_OPTION', `${name}: ${option} is ${shown}; expected ${rule.expected}`, {
        name,
        option,
        value: value as unknown,
      })
    }
  }
}

export const integerFrom = (least: number): OptionRule => ({
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= least,
  expected: `an integer of at least ${least}`,
})

export const numberFrom = (least: number): OptionRule => ({
  fits: (value) => Number.isFinite(value) && (value as number) >= least,
  expected: `a number of at least ${least}`,
})

export const numberAbove = (bound: number): OptionRule => ({
  fits: (value) => Number.isFinite(value) && (value as number) > bound,
  expected: `a number above ${bound}`,
})

export const oneOf = (...values: readonly (string | number)[]): OptionRule => ({
  fits: (value) => values.includes(value as string | number),
  expected: values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value))).join(' or '),
})

export const text: OptionRule = {
  fits: (value) => typeof value === 'string' && value !== '',
  expected: 'a text',
}

export const flag: OptionRule = { fits: (value) => typeof value === 'boolean', expected: 'true or false' }

export const anything: OptionRule = { fits: () => true, expected: 'anything' }

/** The rules there are, for callbacks and metrics of one's own. */
export const optionRules = { integerFrom, numberFrom, numberAbove, oneOf, text, flag, anything }
