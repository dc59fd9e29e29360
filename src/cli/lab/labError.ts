/** A lab that cannot be run as asked, for a reason its user can mend. */
export class LabError extends Error {}

/** What was to be looked at came too late, or the look did; a fresh attempt may be in time. */
export class LateError extends Error {}
