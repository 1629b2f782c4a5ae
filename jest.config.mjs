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

function suite(name, testMatch, testTimeout) {
  return { ...base, displayName: name, testMatch, testTimeout };
}

// Named exports are this project's rule; jest wants a default one.
export default {
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/test/support/closing-line.mjs'],
  projects: [
    suite('specs', ['**/*.spec.ts'], 20_000),
    suite('stories', ['<rootDir>/test/stories/**/*.story.ts'], 120_000),
    suite('faults', ['<rootDir>/test/faults/**/*.fault.ts'], 120_000),
    suite('abuse', ['<rootDir>/test/abuse/**/*.abuse.ts'], 60_000),
    suite('matrix', ['<rootDir>/test/matrix/**/*.matrix.ts'], 300_000),
  ],
};
