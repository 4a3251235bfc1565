/** A feedback pathway to start from. */
export const feedback = (
  name: string,
  identifier: string,
): string => `import { feedbackPathway } from 'relaxon';

/**
 * What carries messages down, of rule ar: --feedback ${name}. Each feedback weight is made of the forward weight beside it:
 * here of its sign alone. With 'fixed' or 'learned' in place of the formula it has weights of its own.
 */
export const ${identifier} = feedbackPathway('${name}', (m, mate) => m.mul(0.1, m.sign(mate)));
`;
