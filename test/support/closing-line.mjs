/** Says the outcome in one plain line, and after the matrix how many checks were made. */
export default class ClosingLine {
  onRunComplete(contexts, results) {
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = results;
    // A file that could not even be loaded holds no test that could fail.
    const broken = failed + results.numRuntimeErrorTestSuites;
    console.log(`${passed} passed, ${broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);

    const suites = [...contexts].map((context) => context.config.displayName?.name);
    if (suites.length === 1 && suites[0] === 'matrix')
      console.log(`${countChecks(results)} checks`);
  }
}

function countChecks(results) {
  return results.testResults
    .flatMap((file) => file.testResults)
    .reduce((sum, test) => sum + (test.numPassingAsserts ?? 0), 0);
}
