// Icons and the editor from the page itself; by default both come from servers on the Internet.
import { addCollection } from '@iconify/react';
import { loader } from '@monaco-editor/react';
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker?worker';
import icons from 'virtual:icons';
import * as monaco from './monaco';

addCollection(icons);
self.MonacoEnvironment = { getWorker: (_, language) => (language === 'json' ? new JsonWorker() : new EditorWorker()) };
loader.config({ monaco });
