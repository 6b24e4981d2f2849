/**
 * TensorBoard's event files: `Event` messages (tensorflow/core/util/event.proto), each framed as a record
 * (tensorflow/core/lib/io/record_writer.h):
 *
 *     uint64 length | uint32 masked CRC-32C of the length | message | uint32 masked CRC-32C of the message
 *
 * all little-endian, with masked(crc) = rotate_right(crc, 15) + 0xa282ead8 modulo 2^32.
 */
import protobuf from 'protobufjs';
import { crc32c } from './crc32c.ts';

/** Numbers of one moment, by their tag. TensorBoard holds them as float32. */
export interface ScalarEvent {
  /** Updates made so far. */
  readonly step: number;
  readonly scalars: Readonly<Record<string, number>>;
}

/** The fields that are written here, as TensorFlow numbers them. */
const MESSAGES = `
syntax = "proto3";
package tensorflow;
message Summary {
  message Value { string tag = 1; oneof value { float simple_value = 2; } }
  repeated Value value = 1;
}
message Event {
  double wall_time = 1;
  int64 step = 2;
  oneof what { string file_version = 3; Summary summary = 5; }
}`;

/** The version of the format, which every file begins with. */
const FILE_VERSION = 'brain.Event:2';
const MASK_DELTA = 0xa282ead8;

let opened: protobuf.Type | undefined;

function openEvent(): protobuf.Type {
  opened ??= protobuf.parse(MESSAGES).root.lookupType('tensorflow.Event');
  return opened;
}

/**
 * The bytes of an event file. `wallTime` in seconds since 1970 is every event's: what is written here has no clock of its
 * own, so that the same training gives the same bytes.
 */
export function encodeEvents(events: readonly ScalarEvent[], wallTime: number): Uint8Array {
  const version = { wallTime, step: 0, fileVersion: FILE_VERSION };
  const messages = events.map(({ step, scalars }) => ({
    ...{ wallTime, step },
    summary: { value: Object.entries(scalars).map(([tag, simpleValue]) => ({ tag, simpleValue })) },
  }));
  return Buffer.concat([version, ...messages].map((message) => frame(encodeEvent(message))));
}

function encodeEvent(message: Record<string, unknown>): Uint8Array {
  const event = openEvent();
  return event.encode(event.create(message)).finish();
}

/** A message as a record. */
function frame(message: Uint8Array): Uint8Array {
  const record = Buffer.alloc(16 + message.length);
  record.writeBigUInt64LE(BigInt(message.length), 0);
  record.writeUInt32LE(maskedCrc(record.subarray(0, 8)), 8);
  record.set(message, 12);
  record.writeUInt32LE(maskedCrc(message), 12 + message.length);
  return record;
}

function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}
