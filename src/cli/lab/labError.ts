/** A lab that cannot be run as asked, for a reason its user can mend. */
export class LabError extends Error {}

/** The look at the counters came too late to mean anything; a fresh attempt may be in time. */
export class LateError extends Error {}
