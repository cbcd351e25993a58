// What the types promise and what they forbid: never run, and each error that is expected must be one.
import type {
  CreateMutation,
  OrderCreateInput,
  OrderStatus,
  OrdersQuery,
  OrdersQueryVariables,
  RowFragment,
} from "./gql/graphql.js";

type Lacks<T> = null extends T ? never : T;
type Has<T> = null extends T ? T : never;

// @semanticNonNull: null only beside an error, which was thrown.
export const currency: Lacks<RowFragment["currencyCode"]> = "EUR";
export const lines: Lacks<RowFragment["lines"]> = [];
export const total: Has<RowFragment["total"]> = null;
export const order: Has<NonNullable<CreateMutation["orderCreate"]>["order"]> = null;

// @ts-expect-error: a decimal is digits, never a float.
export const price: Pick<NonNullable<OrderCreateInput["lines"]>[number], "quantity"> = { quantity: 19.9 };
// @ts-expect-error: no such status.
export const status: OrderStatus = "SENT";
// @ts-expect-error: one of them, not both.
export const both: OrderCreateInput["customer"] = { id: "a", vendorId: "b" };
// @ts-expect-error: `first` has no default here.
export const variables: OrdersQueryVariables = {};
// @ts-expect-error: what a fragment asks for is its component's to read.
export type Masked = OrdersQuery["orders"]["nodes"][number]["id"];
// @ts-expect-error: nothing to find the customer by.
export const neither: OrderCreateInput["customer"] = {};

export function exhaustive(known: OrderStatus): string {
  switch (known) {
    case "DRAFT": case "PENDING": case "CONFIRMED": case "PROCESSING": case "SHIPPED": case "DELIVERED":
    case "COMPLETED": case "CANCELLED": case "UNKNOWN":
      return known;
    default:
      // @ts-expect-error: a status may be added.
      return known satisfies never;
  }
}
