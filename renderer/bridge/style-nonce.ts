/** Hands the nonce that the server wrote into the page to the libraries that add a style element (scroll locks of dialogs). */
import { setNonce } from 'get-nonce';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content;
if (nonce !== undefined && nonce !== '') setNonce(nonce);
