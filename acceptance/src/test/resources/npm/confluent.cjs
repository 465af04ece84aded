// Drives a registry with Confluent's own client for JavaScript: node confluent.cjs URL CASE
'use strict'
const assert = require('node:assert/strict')
const {
  SchemaRegistryClient, SerdeType, Compatibility, RestError,
  AvroSerializer, AvroDeserializer, JsonSerializer, JsonDeserializer,
  ProtobufSerializer, ProtobufDeserializer, HeaderSchemaIdSerializer
} = require('@confluentinc/schemaregistry')

const [url, name] = process.argv.slice(2)
const newClient = () => new SchemaRegistryClient({ baseURLs: [url], maxRetries: 0 })
const client = newClient()

const avro = (...fields) => ({
  schemaType: 'AVRO',
  schema: JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields })
})
const id = { name: 'id', type: 'long' }
const note = { name: 'note', type: ['null', 'string'], default: null }

const refused = async (work, code, pattern) => {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof RestError, String(error))
    assert.equal(error.errorCode, code, error.message)
    assert.match(error.message, pattern)
    return true
  })
}

const cases = {
  async registry() {
    const subject = 'confluent-registry'
    const full = await client.registerFullResponse(subject, avro(id))
    assert.ok(full.id > 0)
    assert.equal(await client.register(subject, avro(id)), full.id)
    const second = await client.register(subject, avro(id, note))
    assert.deepEqual(await client.getAllVersions(subject), [1, 2])
    assert.equal(await client.getId(subject, avro(id)), full.id)
    assert.equal(await client.getVersion(subject, avro(id, note)), 2)
    const latest = await client.getLatestSchemaMetadata(subject)
    assert.equal(latest.version, 2)
    assert.equal(latest.id, second)
    assert.equal(latest.subject, subject)
    const one = await client.getSchemaMetadata(subject, 1)
    assert.deepEqual(JSON.parse(one.schema), JSON.parse(avro(id).schema))
    const byId = await newClient().getBySubjectAndId(subject, second)
    assert.deepEqual(JSON.parse(byId.schema), JSON.parse(avro(id, note).schema))
    assert.ok((await client.getAllSubjects()).includes(subject))
  },

  async guid() {
    const full = await client.registerFullResponse('confluent-guid', avro(id, note))
    assert.match(full.guid, /^[0-9a-f-]{36}$/)
    const found = await newClient().getByGuid(full.guid)
    assert.deepEqual(JSON.parse(found.schema), JSON.parse(avro(id, note).schema))
  },

  async metadata() {
    const subject = 'confluent-metadata'
    const info = { ...avro(id), metadata: { properties: { owner: 'shop' }, tags: { '**.id': ['KEY'] } } }
    await client.register(subject, info)
    const plain = { ...avro(id, note), metadata: { properties: { owner: 'other' } } }
    await client.register(subject, plain)
    const found = await client.getLatestWithMetadata(subject, { owner: 'shop' })
    assert.equal(found.version, 1)
    assert.deepEqual(found.metadata.properties, { owner: 'shop' })
    assert.deepEqual(found.metadata.tags, { '**.id': ['KEY'] })
  },

  async settings() {
    const subject = 'confluent-settings'
    await client.register(subject, avro(id))
    assert.equal(await client.updateCompatibility(subject, Compatibility.FULL), 'FULL')
    assert.equal(await newClient().getCompatibility(subject), 'FULL')
    assert.equal((await newClient().getConfig(subject)).compatibilityLevel, 'FULL')
    assert.equal(await client.getDefaultCompatibility(), 'BACKWARD')
    const config = await client.updateConfig(subject, { compatibility: Compatibility.BACKWARD, normalize: true })
    assert.equal(config.normalize, true)
  },

  async compatibility() {
    const subject = 'confluent-compatibility'
    await client.register(subject, avro(id))
    const required = avro(id, { name: 'more', type: 'string' })
    assert.equal(await client.testCompatibility(subject, 1, avro(id, note)), true)
    assert.equal(await client.testCompatibility(subject, 1, required), false)
    assert.equal(await client.testSubjectCompatibility(subject, avro(id, note)), true)
    assert.equal(await client.testSubjectCompatibility(subject, required), false)
    await refused(client.register(subject, required), 409, /incompatible/i)
    await refused(client.register(subject, { schemaType: 'AVRO', schema: '{"type": "recor' }), 42201, /./)
  },

  async deletes() {
    const subject = 'confluent-deletes'
    await client.register(subject, avro(id))
    await client.register(subject, avro(id, note))
    assert.equal(await client.deleteSubjectVersion(subject, 1), 1)
    assert.deepEqual(await newClient().getAllVersions(subject), [2])
    await refused(newClient().getSchemaMetadata(subject, 1), 40402, /not found/i)
    const deleted = await newClient().getSchemaMetadata(subject, 1, true)
    assert.equal(deleted.version, 1)
    await refused(client.deleteSubjectVersion(subject, 2, true), 40407, /./)
    assert.equal(await client.deleteSubjectVersion(subject, 1, true), 1)
    assert.deepEqual(await client.deleteSubject(subject), [2])
    await refused(newClient().getAllVersions(subject), 40401, /not found/i)
    assert.deepEqual(await client.deleteSubject(subject, true), [2])
  },

  async avro() {
    const topic = 'confluent-avro'
    await client.register(topic + '-value', avro(id, note))
    const ser = new AvroSerializer(client, SerdeType.VALUE, { useLatestVersion: true })
    const bytes = await ser.serialize(topic, { id: 5, note: 'grün' })
    const deser = new AvroDeserializer(newClient(), SerdeType.VALUE, {})
    const read = await deser.deserialize(topic, bytes)
    assert.deepEqual({ ...read }, { id: 5, note: 'grün' })
  },

  async avroInHeaders() {
    const topic = 'confluent-avro-headers'
    await client.register(topic + '-value', avro(id))
    const ser = new AvroSerializer(client, SerdeType.VALUE, {
      useLatestVersion: true, schemaIdSerializer: HeaderSchemaIdSerializer
    })
    const headers = {}
    const bytes = await ser.serialize(topic, { id: 6 }, headers)
    const deser = new AvroDeserializer(newClient(), SerdeType.VALUE, {})
    assert.deepEqual({ ...(await deser.deserialize(topic, bytes, headers)) }, { id: 6 })
  },

  async avroReferences() {
    const topic = 'confluent-avro-references'
    await client.register('confluent-customer', {
      schemaType: 'AVRO',
      schema: JSON.stringify({
        type: 'record', name: 'Customer', namespace: 'shop',
        fields: [{ name: 'name', type: 'string' }]
      })
    })
    await client.register(topic + '-value', {
      ...avro(id, { name: 'customer', type: 'shop.Customer' }),
      references: [{ name: 'shop.Customer', subject: 'confluent-customer', version: 1 }]
    })
    const ser = new AvroSerializer(client, SerdeType.VALUE, { useLatestVersion: true })
    const bytes = await ser.serialize(topic, { id: 1, customer: { name: 'Ada' } })
    const read = await new AvroDeserializer(newClient(), SerdeType.VALUE, {}).deserialize(topic, bytes)
    assert.equal(read.customer.name, 'Ada')
  },

  async json() {
    const topic = 'confluent-json'
    await client.register('confluent-json-part', {
      schemaType: 'JSON',
      schema: JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        $id: 'part.json', type: 'object',
        properties: { amount: { type: 'number' } }, required: ['amount']
      })
    })
    await client.register(topic + '-value', {
      schemaType: 'JSON',
      schema: JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        properties: { id: { type: 'integer' }, price: { $ref: 'part.json' } }, required: ['id']
      }),
      references: [{ name: 'part.json', subject: 'confluent-json-part', version: 1 }]
    })
    const ser = new JsonSerializer(client, SerdeType.VALUE, { useLatestVersion: true, validate: true })
    const bytes = await ser.serialize(topic, { id: 2, price: { amount: 1.5 } })
    const deser = new JsonDeserializer(newClient(), SerdeType.VALUE, {})
    assert.deepEqual(await deser.deserialize(topic, bytes), { id: 2, price: { amount: 1.5 } })
    await assert.rejects(ser.serialize(topic, { id: 2, price: {} }))
  },

  // The client asks for Protobuf schemas as descriptors (format=serialized), and registers them so.
  async protobuf() {
    const { createFileRegistry, fromBinary, create } = require('@bufbuild/protobuf')
    const { FileDescriptorProtoSchema, FileDescriptorSetSchema } = require('@bufbuild/protobuf/wkt')
    const topic = 'confluent-protobuf'
    await client.register('confluent-price-proto', {
      schemaType: 'PROTOBUF',
      schema: 'syntax = "proto3";\npackage shop;\nmessage Price {\n  double amount = 1;\n}\n'
    })
    await client.register(topic + '-value', {
      schemaType: 'PROTOBUF',
      schema: 'syntax = "proto3";\npackage shop;\nimport "price.proto";\n'
        + 'message Offer {\n  int64 id = 1;\n  Price price = 2;\n  message Inner {\n    string text = 1;\n  }\n}\n',
      references: [{ name: 'price.proto', subject: 'confluent-price-proto', version: 1 }]
    })
    const file = async (subject, path) => {
      const found = await client.getLatestSchemaMetadata(subject, 'serialized')
      const proto = fromBinary(FileDescriptorProtoSchema, Buffer.from(found.schema, 'base64'))
      proto.name = path
      return proto
    }
    const files = create(FileDescriptorSetSchema, {
      file: [
        await file('confluent-price-proto', 'price.proto'),
        await file(topic + '-value', 'offer.proto')
      ]
    })
    const registry = createFileRegistry(files)
    const offer = registry.getMessage('shop.Offer')
    const ser = new ProtobufSerializer(client, SerdeType.VALUE, { useLatestVersion: true, registry })
    const price = create(registry.getMessage('shop.Price'), { amount: 2.5 })
    const bytes = await ser.serialize(topic, create(offer, { id: 9n, price }))
    const read = await new ProtobufDeserializer(newClient(), SerdeType.VALUE, {}).deserialize(topic, bytes)
    assert.equal(read.id, 9n)
    assert.equal(read.price.amount, 2.5)
    const inner = registry.getMessage('shop.Offer.Inner')
    const nested = await ser.serialize(topic, create(inner, { text: 'in' }))
    const readNested = await new ProtobufDeserializer(newClient(), SerdeType.VALUE, {}).deserialize(topic, nested)
    assert.equal(readNested.text, 'in')
  },

  // Registered by the serializer itself: the file and what it imports, as descriptors.
  async protobufRegistersItself() {
    const { create } = require('@bufbuild/protobuf')
    const { TypeSchema, file_google_protobuf_type } = require('@bufbuild/protobuf/wkt')
    const { createMutableRegistry } = require('@bufbuild/protobuf')
    const topic = 'confluent-protobuf-auto'
    const registry = createMutableRegistry(TypeSchema)
    const ser = new ProtobufSerializer(client, SerdeType.VALUE, { autoRegisterSchemas: true, registry })
    assert.ok(file_google_protobuf_type)
    const bytes = await ser.serialize(topic, create(TypeSchema, { name: 'a.B' }))
    const read = await new ProtobufDeserializer(newClient(), SerdeType.VALUE, {}).deserialize(topic, bytes)
    assert.equal(read.name, 'a.B')
  }
}

cases[name]().then(() => console.log('ok ' + name), (error) => {
  console.error(error)
  process.exit(1)
})
