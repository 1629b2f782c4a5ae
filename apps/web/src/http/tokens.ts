/** `@Inject(SETTINGS) settings: Settings` */
export const SETTINGS = Symbol('settings');
/** `@Inject(LOG) log: Log` */
export const LOG = Symbol('log');
