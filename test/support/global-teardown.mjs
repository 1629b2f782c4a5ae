/** The last run to leave stops the tests' Postgres. */
export default async function tearDown() {
  await globalThis.assentTestCluster?.stop();
}
