import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const testFiles = ['**/*.test.{ts,tsx}', 'e2e/**']

const envBan = {
  object: 'process',
  property: 'env',
  message:
    'Only server/env.ts and agent-host/config.ts read the environment; take the value as a parameter.',
}

const bannedNames = 'Manager|Helper|Utils|Service|Handler'

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '.next/**',
      '.rockpool/**',
      'build/**',
      'drizzle/migrations/**',
      'next-env.d.ts',
      'playwright-report/**',
      'public/**',
      'test-results/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400 }],
      'max-params': ['error', 3],
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-properties': ['error', envBan],
      'no-restricted-syntax': [
        'error',
        {
          selector: `ClassDeclaration[id.name=/(${bannedNames})$/]`,
          message: 'Name the class by what it is, not Manager, Helper, Utils, Service or Handler.',
        },
      ],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An async function without await is how a stand-in meets an interface of promises.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // Classic pair only: the compiler rules of the same plugin assume React Compiler, which is not used.
    files: ['{app,components}/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    files: testFiles,
    rules: {
      'max-lines': ['error', { max: 600 }],
      // A mock's method is compared, never called detached.
      '@typescript-eslint/unbound-method': 'off',
      // vitest's asymmetric matchers are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    // A fixture takes what it needs as an object pattern even when that is nothing.
    files: ['e2e/**'],
    rules: { 'no-empty-pattern': 'off' },
  },
  {
    files: [
      'server/env.ts',
      'agent-host/config.ts',
      // The composition root hands the environment to the one that parses it.
      'agent-host/main.ts',
      'agent-host/image/*.mjs',
      'drizzle/*.ts',
      'drizzle/seed/main.ts',
      'scripts/**',
      'e2e/**',
      'server/testing/**',
      '*.config.{ts,mjs}',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Programs that speak to a terminal, or that may fail before there is a log.
    files: [
      'scripts/**',
      'drizzle/*.ts',
      'drizzle/seed/main.ts',
      'agent-host/main.ts',
      'server/jobs/main.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*{manager,helper,helpers,utils,service,handler,misc}.{ts,tsx,mjs}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'Name the file by what it exports.' },
      ],
    },
  },
)
