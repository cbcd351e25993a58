// The two Apollo Clients that are in use, in the words of the newer one.
import { createRequire } from "node:module";
import { ApolloClient, InMemoryCache, gql } from "@apollo/client";
import { BatchHttpLink } from "@apollo/client/link/batch-http";
import { HttpLink } from "@apollo/client/link/http";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";

const require = createRequire(import.meta.url);
const core = require("apollo3/core");
const { createPersistedQueryLink } = require("apollo3/link/persisted-queries");

export const four = {
  ApolloClient,
  BatchHttpLink,
  HttpLink,
  InMemoryCache,
  errors: (answer) => answer.error?.errors ?? [],
  gql,
  persisted: (options) => new PersistedQueryLink(options),
  relayStylePagination,
};

export const three = {
  ApolloClient: core.ApolloClient,
  BatchHttpLink: require("apollo3/link/batch-http").BatchHttpLink,
  HttpLink: core.HttpLink,
  InMemoryCache: core.InMemoryCache,
  errors: (answer) => answer.errors ?? [],
  gql: core.gql,
  persisted: createPersistedQueryLink,
  relayStylePagination: require("apollo3/utilities").relayStylePagination,
};
