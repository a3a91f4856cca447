import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../places.js';
import { KAFKA_VERSION } from './kafka-jars.js';
import { serverProperties } from './kafka-properties.js';

const compose = readFileSync(join(REPOSITORY, 'docker-compose.yml'), 'utf8');

describe('Kafka', () => {
  const lines = serverProperties({ data: '/d', port: 1, controllerPort: 2 }).trimEnd().split('\n');

  it('listens on loopback only', () => {
    expect(lines).toContain('listeners=PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2');
    expect(lines).toContain('advertised.listeners=PLAINTEXT://127.0.0.1:1');
  });

  it('takes more properties, beside its own or in their place', () => {
    const more = { 'super.users': 'User:admin', 'num.recovery.threads.per.data.dir': 1 };
    const told = serverProperties({ data: '/d', port: 1, controllerPort: 2 }, more).trimEnd().split('\n');
    expect(told.filter((line) => !lines.includes(line))).toEqual([
      'num.recovery.threads.per.data.dir=1',
      'super.users=User:admin',
    ]);
    expect(told).toHaveLength(lines.length + 1);
  });

  it('has the same version in a container', () => {
    expect(compose).toContain(`image: apache/kafka:${KAFKA_VERSION}\n`);
  });

  it.each(lines.filter((line) => /^(offsets|transaction|share|group|auto|log\.cleaner)\b/.test(line)))(
    'is told %s in a container too',
    (line) => {
      const [key = '', value = ''] = line.split('=');
      const variable = `KAFKA_${key.toUpperCase().replaceAll('.', '_')}`;

      expect(compose.replaceAll("'", '')).toContain(`${variable}: ${value}\n`);
    },
  );
});
