import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STACK_HOME } from '../places.js';
import { mustRun } from '../processes/run-command.js';

/** Not older: 4.1.0 and 4.1.1 take any JWT (CVE-2026-33557). `docker-compose.yml` names the same version. */
export const KAFKA_VERSION = '4.1.2';

/** That of the log4j-core that Kafka brings. Without the binding to it Kafka logs nothing at all. */
const LOG4J_VERSION = '2.25.3';

const CACHE = join(STACK_HOME, 'cache', `kafka-${KAFKA_VERSION}-log4j-${LOG4J_VERSION}`);

export const JARS = join(CACHE, 'libs');

/** Says nothing about where artefacts come from: Maven knows, as it is configured on the machine. */
const POM = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>millrace</groupId>
  <artifactId>kafka-jars</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-tools</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>${LOG4J_VERSION}</version>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-dependency-plugin</artifactId>
        <version>3.8.1</version>
      </plugin>
    </plugins>
  </build>
</project>
`;

export const hasJars = (): boolean => existsSync(JARS);

/** Brings the jars of Kafka and of all it needs (54 MB) into the cache, once. */
export async function fetchJars(): Promise<void> {
  if (hasJars()) return;
  const unfinished = join(CACHE, 'libs.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  const pom = join(CACHE, 'pom.xml');
  await writeFile(pom, POM);
  await mustRun('mvn', [
    ...['-q', '-B', '-f', pom, 'dependency:copy-dependencies'],
    ...[`-DoutputDirectory=${unfinished}`, '-DincludeScope=runtime'],
  ]);
  await rename(unfinished, JARS);
}
