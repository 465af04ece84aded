update stock set pieces = pieces - 1 where sku = 'A-1';
update stock set pieces = pieces - 1 where sku = 'A-1';
delete from stock where sku = 'C-3';
