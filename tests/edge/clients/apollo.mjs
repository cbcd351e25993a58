// Apollo Client's ways to ask, and what its cache makes of the answers.
import { createHash } from "node:crypto";
import { typePolicies } from "./policies.mjs";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

export function apollo(version, uri, fetches) {
  const { ApolloClient, BatchHttpLink, HttpLink, InMemoryCache, errors, gql, persisted, relayStylePagination } = version;

  const BACKENDS = gql`query Backends { backends { id } }`;
  const NAMES = gql`query Names { backends { name } }`;
  const PARTIAL = gql`query Partial { backends { id } order(id: "nobody") { id } }`;
  const PAGE = gql`
    query Page($after: String, $where: OrderWhereInput) {
      orders(first: 8, after: $after, where: $where) {
        edges { node { id } }
        nodes { id }
        pageInfo { hasNextPage endCursor }
      }
    }
  `;
  const AMOUNT = gql`query Amount { orders(first: 1) { edges { node { id total { stated { amount } } } } } }`;
  const BASIS = gql`query Basis { orders(first: 1) { edges { node { id total { taxBasis } } } } }`;

  const policies = typePolicies(relayStylePagination);
  const client = (link) => new ApolloClient({ link, cache: new InMemoryCache({ typePolicies: policies }) });
  const http = (options) => new HttpLink({ uri, fetch: fetches, ...options });
  const hashed = (options) => client(persisted({ sha256, ...options }).concat(http()));

  const told = (answer) => ({
    ids: answer.data?.backends?.map(({ id }) => id) ?? null,
    codes: errors(answer).map((error) => error.extensions.code),
  });
  const refused = (error) => told({ error, errors: error.graphQLErrors });
  const backends = async (client) => told(await client.query({ query: BACKENDS }));

  const toTheEnd = async (client, where) => {
    let after = null;
    do {
      const asked = { query: PAGE, variables: { after, where }, fetchPolicy: "network-only" };
      const { pageInfo } = (await client.query(asked)).data.orders;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
  };
  const cached = (client, where) => client.readQuery({ query: PAGE, variables: { where } }).orders;

  return {
    POST: () => backends(client(http())),
    GET: () => backends(client(http({ useGETForQueries: true }))),
    hash: () => backends(hashed()),
    "hash and GET": () => backends(hashed({ useGETForHashedQueries: true })),
    batch: async () => {
      const batching = client(new BatchHttpLink({ uri, fetch: fetches, batchMax: 5, batchInterval: 20 }));
      const [answer] = await Promise.all([BACKENDS, NAMES].map((query) => batching.query({ query })));
      return told(answer);
    },
    default: () => client(http()).query({ query: PARTIAL }).then(told, refused),
    part: async () => told(await client(http()).query({ query: PARTIAL, errorPolicy: "all" })),
    page: async () => {
      const paging = client(http());
      await toTheEnd(paging);
      await toTheEnd(paging, { backends: ["wimpel"] });
      const [all, some] = [cached(paging), cached(paging, { backends: ["wimpel"] })];
      return { edges: [all.edges.length, some.edges.length], nodes: [all.nodes.length, some.nodes.length] };
    },
    piece: async () => {
      const reading = client(http());
      await reading.query({ query: AMOUNT });
      await reading.query({ query: BASIS });
      return { amount: reading.readQuery({ query: AMOUNT })?.orders.edges[0].node.total.stated.amount ?? null };
    },
  };
}
