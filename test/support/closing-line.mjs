/** Says the outcome in one plain line, and after the matrix how many checks were made. */
export default class ClosingLine {
  onRunComplete(contexts, results) {
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = results;
    // A file that could not even be loaded holds no test that could fail.
    const broken = failed + results.numRuntimeErrorTestSuites;
    const lines = [
      `${passed} passed, ${broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    ];

    const suites = [...contexts].map((context) => context.config.displayName?.name);
    if (suites.length === 1 && suites[0] === 'matrix') lines.push(`${countChecks(results)} checks`);

    // Jest's own summary always comes after the last reporter.
    process.once('exit', () => console.log(lines.join('\n')));
  }
}

function countChecks(results) {
  return results.testResults
    .flatMap((file) => file.testResults)
    .reduce((sum, test) => sum + (test.numPassingAsserts ?? 0), 0);
}
