/**
 * Named places where the fault suite stops the process dead, as a power cut would
 * (`FAULT_POINT=name` or `FAULT_POINT=name#3` for the third passage). Without the setting it is an
 * empty function.
 */
export const faultPoint: (name: FaultPoint) => void = armed(process.env['FAULT_POINT']);

export type FaultPoint =
  | 'transaction.before-commit'
  | 'transaction.after-commit'
  | 'form.after-nonce'
  | 'form.before-answer'
  | 'door.before-begin'
  | 'door.after-read'
  | 'door.before-write'
  | 'door.after-write'
  | 'record.after-append'
  | 'deadline.after-claim'
  | 'sending.after-begin'
  | 'sending.before-commit'
  | 'mailing.after-letters'
  | 'document.after-file'
  | 'document.after-rename'
  | 'sender.after-claim'
  | 'sender.before-data'
  | 'sender.after-accept'
  | 'sender.after-mark'
  | 'intake.before-store'
  | 'intake.after-store'
  | 'reader.after-claim'
  | 'reader.before-commit'
  | 'reader.after-commit';

function armed(setting: string | undefined): (name: FaultPoint) => void {
  if (setting === undefined || setting === '') return () => undefined;
  const [target, passage = '1'] = setting.split('#');
  let passed = 0;
  return (name) => {
    if (name !== target) return;
    passed += 1;
    if (passed === Number(passage)) process.kill(process.pid, 'SIGKILL');
  };
}
