export {
  apiSettings,
  logSettings,
  loggerSettings,
  masterSettings,
  workerSettings,
} from './config/service-config.js';
export { kafkaSettingsOf } from './open-log.js';
