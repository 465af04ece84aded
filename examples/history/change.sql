update prices set cents = 420 where sku = 'A-1';
update prices set cents = 450 where sku = 'A-1';
delete from prices where sku = 'C-3';
