// Making an order: what the caller did wrong is data.
import { graphql } from "./gql/index.js";
import type { OrderCreateInput } from "./gql/graphql.js";
import type { Gateway } from "./send.js";

export const Create = graphql(`
  mutation Create($input: OrderCreateInput!) {
    orderCreate(input: $input) {
      outcome
      order { number }
      userErrors { code field }
    }
  }
`);

export const order = (customer: string): OrderCreateInput => ({
  backend: "wimpel",
  idempotencyKey: "one",
  number: "SO-ONE",
  origin: "web",
  customer: { id: customer },
  lines: [{ product: { ean: "9789001234560" }, quantity: "2", unitPrice: "19.90" }],
});

export async function make(gateway: Gateway, input: OrderCreateInput): Promise<string> {
  const { orderCreate: made } = await gateway.mutate(Create, { input });
  switch (made?.outcome) {
    case "DONE":
      return made.order?.number ?? "made";
    case "REFUSED":
      return made.userErrors.map(({ code, field }) => `${code} at ${field?.join(".") ?? "all"}`).join(", ");
    default:
      return "ask again with the same key";
  }
}
