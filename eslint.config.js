// Lint rules. Beside the usual ones they hold the layers of docs/architecture.md:
// renderer -> shared <- main, and inside main: engine knows tensors, not files.
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

/** Forbid import paths (by regular expression) in some files, with the reason shown to the reader. */
const forbid = (files, ...rules) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: rules.map(([regex, message]) => ({ regex, message })) },
    ],
  },
});

const NODE = '^node:';
const ELECTRON = '^electron';
const TENSORFLOW = '^@tensorflow/';
const REACT = '^(react|react-dom|react-konva|konva)(/|$)';

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', 'test/fixtures/', 'test/output/'] },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  // tfjs types most results as Tensor<Rank>; saying the rank is no needless assertion there.
  {
    files: ['src/main/engine/**', 'src/main/methods/**', 'src/main/runtime/**'],
    rules: { '@typescript-eslint/no-unnecessary-type-assertion': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], extends: [tseslint.configs.disableTypeChecked] },
  // The smoke run's main process is a script of Electron 9.
  {
    files: ['test/electron/smoke/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: ['src/renderer/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  // That rule is for React Compiler, which is not used: nothing is memoized behind our back.
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  forbid(
    ['src/shared/**'],
    [NODE, 'shared/ runs anywhere: no Node.'],
    [ELECTRON, 'shared/ runs anywhere: no Electron.'],
    [TENSORFLOW, 'shared/ holds plain values: no TensorFlow.'],
    [REACT, 'shared/ runs anywhere: no React.'],
    ['(main|renderer|preload)/', 'shared/ imports nothing of main, preload or renderer.'],
  ),
  forbid(
    ['src/renderer/**'],
    [NODE, 'The renderer is sandboxed: no Node.'],
    [ELECTRON, 'The renderer reaches main only by the contract.'],
    [TENSORFLOW, 'The engine runs in main.'],
    ['(^|/)(main|preload)/', 'The renderer imports only shared/.'],
  ),
  forbid(
    ['src/main/engine/**'],
    [NODE, 'engine/ knows tensors, not files.'],
    [ELECTRON, 'engine/ knows tensors, not windows.'],
    ['^@tensorflow/tfjs-node', 'engine/ uses the tfjs core API; runtime/ loads the backend.'],
    [
      '^\\.\\./(?!\\.\\./shared/|[a-z-]+\\.ts$|(losses|sampling|bank|train|maps)/)',
      'engine/ imports only itself and shared/.',
    ],
    ['^sharp', 'engine/ knows tensors, not image files.'],
  ),
  forbid(
    ['src/main/methods/**'],
    [NODE, 'methods/ knows tensors, not files.'],
    [ELECTRON, 'methods/ knows tensors, not windows.'],
    ['^@tensorflow/', 'methods/ reaches TensorFlow by engine/tf.ts.'],
    [
      '^\\.\\./(?!\\.\\./shared/|engine/|backbone/backbone\\.ts$|models/safetensors\\.ts$)',
      'methods/ imports only itself, engine/, shared/, the backbone type and the tensor format.',
    ],
    ['^sharp', 'methods/ knows tensors, not image files.'],
  ),
  forbid(
    ['src/main/!(engine|methods)/**', 'src/main/*.ts'],
    [REACT, 'React lives in the renderer.'],
    ['(^|/)renderer/', 'main imports nothing of the renderer.'],
  ),
);
