import { describe, expect, it } from 'vitest';
import { addressRefusal } from './egress.js';

describe('addressRefusal', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '93.184.216.34',
    '169.253.1.1',
    '::1',
    '::ffff:10.0.0.1',
    'fd12:3456::1',
    '2606:2800:220:1::1',
  ])('lets %s be called', (address) => {
    expect(addressRefusal(address)).toBeUndefined();
  });

  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'FD00:EC2::254',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    'not an address',
    '',
  ])('refuses %s', (address) => {
    expect(addressRefusal(address)).toBeTypeOf('string');
  });
});
