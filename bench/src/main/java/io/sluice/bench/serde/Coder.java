package io.sluice.bench.serde;

import java.io.IOException;

/** Makes bytes of objects, and objects of bytes. For one thread. */
interface Coder {
  /** The bytes of one object. */
  byte[] write(Object object) throws IOException;

  /** The object that bytes are of. */
  Object read(byte[] bytes) throws IOException;
}
