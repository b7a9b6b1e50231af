/** Models, the engine, settings. */
import type { Settings } from '../../electron/contract/state.ts';
import { call } from '../bridge/bridge.ts';
import { orToast } from './layout-actions.ts';

export const loadModel = (id: string) => orToast(() => call('model.use', { id }));
export const chooseModelFile = () => orToast(() => call('model.choose', {}));
export const downloadModel = (id: string) => orToast(() => call('model.download', { id }));
export const pauseDownload = (id: string) => orToast(() => call('model.pause', { id }));
export const discardDownload = (id: string) => orToast(() => call('model.discard', { id }));
export const startEngine = () => orToast(() => call('engine.start', {}));
export const dismissFault = (id: number) => orToast(() => call('fault.dismiss', { id }));
export const changeSettings = (change: Partial<Settings>) => orToast(() => call('settings.change', change));
