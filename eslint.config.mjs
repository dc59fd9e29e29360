// @ts-check
import tseslint from "typescript-eslint";

const core = [
  "core/knowledge",
  "core/documents",
  "core/writes",
  "core/dumps",
  "core/explain",
  "core/diagnose",
  "core/complete",
  "core/lessons",
  "core/simulator",
  "core/simulation",
  "core/live",
];

/**
 * Which room of the house may use which; what is not listed is forbidden, circles included.
 * CONTRIBUTING.md draws the same map. The tsconfig of each runtime keeps out `vscode`, Node and DOM.
 */
const rooms = {
  "core/knowledge": [],
  "core/documents": [],
  "core/writes": ["core/knowledge"],
  "core/dumps": ["core/knowledge", "core/documents"],
  "core/explain": ["core/knowledge", "core/documents", "core/writes"],
  "core/diagnose": ["core/explain", "core/knowledge", "core/documents", "core/writes"],
  "core/complete": ["core/explain", "core/knowledge", "core/documents", "core/writes"],
  "core/lessons": [
    "core/knowledge",
    "core/documents",
    "core/dumps",
    "core/explain",
    "core/simulator",
    "core/simulation",
  ],
  "core/simulator": [],
  "core/simulation": ["core/simulator", "core/explain", "core/knowledge", "core/documents", "core/writes"],
  "core/live": ["core/simulation", "core/dumps", "core/explain", "core/knowledge", "core/documents", "core/writes"],
  protocol: core,
  features: ["protocol", ...core],
  webview: ["protocol", ...core],
  worker: ["protocol", ...core],
  cli: core,
};

const boundaries = Object.entries(rooms).map(([room, allowed]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: Object.keys(rooms)
          .filter((other) => other !== room && !allowed.includes(other))
          .map((other) => ({
            group: [`**/${other.replace(/^core\//, "")}/**`],
            message: `${room} does not use ${other}: see the map in CONTRIBUTING.md.`,
          })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["dist/", "out/", ".vscode-test/", "node_modules/"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
    },
  },
  ...boundaries,
);
