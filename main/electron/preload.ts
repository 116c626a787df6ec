import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { CHANNEL } from './channel.ts'

/** All that the page gets: a way to send a text, and a way to hear one. */
contextBridge.exposeInMainWorld('perch', {
  send: (text: string): void => ipcRenderer.send(CHANNEL, text),
  onMessage: (listener: (text: string) => void): (() => void) => {
    const hear = (_event: IpcRendererEvent, text: string) => listener(text)
    ipcRenderer.on(CHANNEL, hear)
    return () => void ipcRenderer.off(CHANNEL, hear)
  },
})
