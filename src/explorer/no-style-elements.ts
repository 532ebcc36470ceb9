/**
 * Stands in for `react-style-singleton`, with which GraphiQL's dialogs stop the page behind them from scrolling. It
 * writes style elements, which the security policy refuses, and this page does not scroll.
 */
export const styleSingleton = () => () => null;
