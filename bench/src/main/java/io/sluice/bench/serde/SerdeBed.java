package io.sluice.bench.serde;

import io.sluice.registry.Registry;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.storage.Converter;

/**
 * One format's converter, serializer and deserializer on a registry in this process, and the bare
 * library with the very same rows: what the library reads and writes are the bytes that ours made,
 * without their frame. For one thread.
 */
public final class SerdeBed implements AutoCloseable {
  private static final int ID = 1; // where the id stands in a frame

  private final SerdeFormat format;
  private final StateDatabase state;
  private final Registry registry;
  private final RegistryServer server;
  private final Converter toClose;
  private final Prepared converter;
  private final Prepared client;
  private final Prepared bareOfConverter;
  private final Prepared bareOfClient;

  /**
   * @param folder for the registry's state
   */
  public SerdeBed(SerdeFormat format, Path folder) throws IOException {
    this.format = format;
    state = StateDatabase.open(folder, Clock.systemUTC());
    registry = Registry.open(state, SchemaFormats.standard(), Clock.systemUTC());
    server = RegistryServer.start(registry, ServerSettings.local(0, "bench"));
    Map<String, String> settings = Map.of("schema.registry.url", server.url().toString());
    toClose = format.converter();
    converter = new Prepared(Framed.of(toClose, "rows", settings), Rows::structs);
    bareOfConverter = bare(converter, format.bare(schema(converter)));
    Coder clientCoder = format.client("objects", settings);
    if (format == SerdeFormat.JSON) {
      // A tree has no schema of its own: here programs have objects of a class.
      client = new Prepared(clientCoder, Rows::beans);
      bareOfClient = bare(client, new BareJson(Bean.class));
    } else {
      client = new Prepared(clientCoder, bareOfConverter::objects);
      bareOfClient = bare(client, format.bare(schema(client)));
    }
  }

  private ParsedSchema schema(Prepared framed) {
    int id = ByteBuffer.wrap(framed.bytes().get(0)).getInt(ID);
    return registry.parsed(registry.schema(id, ""));
  }

  /** The library with what it reads in those bytes, once their frame is off. */
  private Prepared bare(Prepared framed, Coder library) throws IOException {
    List<byte[]> plain = framed.bytes().stream().map(this::unframed).toList();
    Prepared bare =
        new Prepared(
            library,
            () -> {
              List<Object> objects = new ArrayList<>();
              for (byte[] each : plain) {
                objects.add(library.read(each));
              }
              return objects;
            });
    for (int i = 0; i < plain.size(); i++) {
      if (!Arrays.equals(bare.bytes().get(i), plain.get(i))) {
        throw new IllegalStateException(
            "Expected the library of " + format + " to write the same bytes, found others");
      }
    }
    return bare;
  }

  private byte[] unframed(byte[] bytes) {
    return Arrays.copyOfRange(bytes, format.frame(), bytes.length);
  }

  /** Connect's structs through the converter. */
  public Prepared converter() {
    return converter;
  }

  /** The same rows through the library, which has objects of its own for them. */
  public Prepared bareOfConverter() {
    return bareOfConverter;
  }

  /** The library's objects (for JSON: those of a class) through serializer and deserializer. */
  public Prepared client() {
    return client;
  }

  /** The same objects through the library. */
  public Prepared bareOfClient() {
    return bareOfClient;
  }

  @Override
  public void close() throws IOException {
    toClose.close();
    server.close();
    state.close();
  }
}
