import graphql from '@graphql-eslint/eslint-plugin';

const plugins = { '@graphql-eslint': graphql };
const operations = ['src/**/*.graphql', 'test/**/*.graphql', 'bench/**/*.graphql', 'examples/**/*.graphql'];

/** ESLint reads GraphQL only; TypeScript is Biome's. */
export default [
  {
    files: ['schema.graphql'],
    plugins,
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema.graphql' } },
    },
    rules: {
      '@graphql-eslint/description-style': 'error',
      '@graphql-eslint/no-unreachable-types': 'error',
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      // Inputs and payloads are named after their mutation, which has the description.
      '@graphql-eslint/require-description': [
        'error',
        {
          rootField: true,
          ObjectTypeDefinition: false,
          EnumTypeDefinition: true,
          EnumValueDefinition: true,
          InterfaceTypeDefinition: true,
          ScalarTypeDefinition: true,
          UnionTypeDefinition: true,
        },
      ],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: { style: 'PascalCase', forbiddenSuffixes: ['Type', 'Enum', 'Interface'] },
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
          'FieldDefinition[parent.name.value=Query]': { style: 'camelCase', forbiddenPrefixes: ['get', 'query'] },
          InputObjectTypeDefinition: { style: 'PascalCase', requiredSuffixes: ['Input', 'Filter', 'Order'] },
        },
      ],
      '@graphql-eslint/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
    },
  },
  {
    files: operations,
    plugins,
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema.graphql', documents: operations } },
    },
    rules: {
      '@graphql-eslint/executable-definitions': 'error',
      '@graphql-eslint/fields-on-correct-type': 'error',
      '@graphql-eslint/known-argument-names': 'error',
      '@graphql-eslint/no-deprecated': 'error',
      '@graphql-eslint/no-unused-variables': 'error',
      '@graphql-eslint/provided-required-arguments': 'error',
      '@graphql-eslint/variables-in-allowed-position': 'error',
    },
  },
];
