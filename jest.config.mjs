// Five suites, told apart by the file's suffix. Name one with --selectProjects, or just give a file.
const LIBS = '^#([a-z]+)$';

const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/var/'],
  moduleNameMapper: {
    [LIBS]: '<rootDir>/libs/$1/src/index.ts',
    // Only our own imports: a package's '.js' is a '.js'.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
          },
        },
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

const suite = (name, testMatch) => ({ ...base, displayName: name, testMatch });

// Named exports are this project's rule; jest wants a default one.
export default {
  maxWorkers: 2,
  // No spec is timed; this only ends one that hangs. Jest hears it here alone, not in a project.
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/test/support/closing-line.mjs'],
  projects: [
    suite('specs', ['**/*.spec.ts']),
    suite('stories', ['<rootDir>/test/stories/**/*.story.ts']),
    suite('faults', ['<rootDir>/test/faults/**/*.fault.ts']),
    suite('abuse', ['<rootDir>/test/abuse/**/*.abuse.ts']),
    suite('matrix', ['<rootDir>/test/matrix/**/*.matrix.ts']),
  ],
};
