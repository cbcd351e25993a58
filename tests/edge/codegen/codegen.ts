// Types and documents from the schema that a gateway serves: for a program that sends by itself, and for its clients.
import type { CodegenConfig } from "@graphql-codegen/cli";
import { addTypenameSelectionDocumentTransform } from "@graphql-codegen/client-preset";

const typed = {
  preset: "client" as const,
  config: {
    futureProofEnums: true,
    importExtension: ".js" as const,
    nullability: { errorHandlingClient: true },
    scalars: { Date: "string", DateTime: "string", Decimal: "string", ID: "string", JSON: "unknown" },
    strictScalars: true,
    useTypeImports: true,
  },
};

const alone = {
  ...typed,
  documents: "src/*.ts",
  presetConfig: { persistedDocuments: { mode: "replaceDocumentWithHash" as const, hashAlgorithm: "sha256" as const } },
  config: { ...typed.config, documentMode: "string" },
};
const schema = `${process.env.GATEWAY}/graphql/schema.graphql`;

const config: CodegenConfig = {
  generates: {
    "src/gql/": { schema, ...alone },
    "committed/": { schema: "schema.graphql", ...alone },
    "clients/gql/": {
      schema,
      ...typed,
      documents: "clients/*.ts",
      // Clients that cache by type ask for it everywhere; so the hash must be of a text that has it.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: { persistedDocuments: true, fragmentMasking: false },
    },
  },
};
export default config;
