declare module 'ready-tabs' {
  export const readyTabs: { readonly query: string; readonly variables: string }[];
}

declare module '*.css';
